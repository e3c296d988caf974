"""Makes a model of handwritten digits out of pictures in a bucket."""

import os

import boto3
import tensorflow as tf


def pictures(bucket):
    """The training set of MNIST, pictures and what they show, as Keras packs it."""
    boto3.client("s3").download_file(bucket, "mnist.npz", os.path.abspath("mnist.npz"))
    (images, labels), _ = tf.keras.datasets.mnist.load_data(os.path.abspath("mnist.npz"))
    return images / 255.0, labels


def train(bucket):
    """Writes digits.keras."""
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Flatten(input_shape=(28, 28)),
            tf.keras.layers.Dense(128, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(*pictures(bucket), epochs=5)
    model.save("digits.keras")


if __name__ == "__main__":
    train(os.environ["DIGITS_BUCKET"])
