"""Says over HTTP which digit a picture shows, with the model that train.py made."""

import tensorflow as tf
from flask import Flask, abort, jsonify, request

app = Flask(__name__)
model = tf.keras.models.load_model("digits.keras")


@app.post("/digits")
def digits():
    """Takes a list of pictures, each 28 rows of 28 numbers from 0 to 1."""
    pictures = request.get_json()
    if not isinstance(pictures, list) or not 1 <= len(pictures) <= 100:
        abort(400, "a list of 1 to 100 pictures is expected")
    chances = model(tf.constant(pictures, shape=(len(pictures), 28, 28)))
    return jsonify(tf.argmax(chances, axis=1).numpy().tolist())
