import sqlite3

import jinja2
from django.db.models.expressions import RawSQL
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from flask import render_template, render_template_string
from mako.template import Template as MakoTemplate
from markupsafe import Markup
from sqlalchemy import text

TABLE = "people"


def statements(connection, name, ids, session):
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM people WHERE name = '%s'" % name)  # -> PY050
    cursor.execute("SELECT * FROM people WHERE name = '" + name + "'")  # -> PY050
    cursor.execute(f"SELECT * FROM people WHERE name = '{name}'")  # -> PY050
    cursor.execute("SELECT * FROM people WHERE name = '{}'".format(name))  # -> PY050
    cursor.executemany(f"INSERT INTO {name} VALUES (?)", ids)  # -> PY050
    cursor.execute(f"DROP TABLE {name}")  # -> PY050
    connection.execute(
        f"DELETE FROM people WHERE id = {name}"  # -> PY050
    )
    cursor.execute("SELECT * FROM people WHERE name = ?", (name,))  # -> none
    cursor.execute("SELECT * FROM people WHERE name = %s", [name])  # -> none
    cursor.execute(f"SELECT * FROM {TABLE} WHERE name = ?", (name,))  # -> none
    marks = ",".join("?" * len(ids))
    cursor.execute("SELECT * FROM people WHERE id IN (" + marks + ")", ids)  # -> PY050 info
    cursor.execute(f"SELECT * FROM people LIMIT {int(name)}")  # -> PY050 info
    query = f"SELECT * FROM people WHERE name = '{name}'"  # -> PY050 info
    cursor.execute(query)  # -> PY050
    session.execute(text(f"SELECT 1 FROM people WHERE name = '{name}'"))  # -> PY050
    session.execute(text("SELECT 1 FROM people WHERE name = :name"), {"name": name})  # -> none
    connection.execute(name)  # -> none
    print(f"select one of {ids} from the list")  # -> PY050 info
    print(f"please select {name}")  # -> none


def django(people, name):
    people.annotate(order=RawSQL("%s" % name, []))  # -> PY051
    people.annotate(order=RawSQL(f"height * {name}", []))  # -> PY051
    people.annotate(order=RawSQL("height * %s", [name]))  # -> none
    people.objects.extra(where=[f"name = '{name}'"])  # -> PY051
    people.objects.extra(where=["name = %s"], params=[name])  # -> none
    people.objects.extra(select={"tall": f"height > {name}"})  # -> PY051
    people.log.extra(name)  # -> PY051
    people.log.extra(level=name)  # -> none


def templates(name, loader, escapes):
    jinja2.Environment()  # -> PY052
    jinja2.Environment(loader=loader)  # -> PY052
    jinja2.Environment(autoescape=False)  # -> PY052
    jinja2.Environment(autoescape=True)  # -> none
    jinja2.Environment(autoescape=jinja2.select_autoescape(["html"]))  # -> none
    jinja2.Environment(loader=loader, autoescape=escapes)  # -> PY052 info
    jinja2.Template(name)  # -> PY053
    jinja2.Template("Dear {{ name }}")  # -> none
    jinja2.Environment(autoescape=True).from_string(name)  # -> PY053
    render_template_string(f"<p>{name}</p>")  # -> PY053
    render_template_string("<p>{{ name }}</p>", name=name)  # -> none
    render_template("page.html", name=name)  # -> none
    MakoTemplate(name)  # -> PY054
    MakoTemplate("hello ${name}", default_filters=["h"])  # -> PY054 info


def markup(name):
    mark_safe(f"<b>{name}</b>")  # -> PY055
    mark_safe("<b>" + name + "</b>")  # -> PY055
    mark_safe(name)  # -> PY055
    mark_safe("<b>bold</b>")  # -> PY055 info
    mark_safe("<b>" + escape(name) + "</b>")  # -> PY055 info
    mark_safe(format_html("<b>{}</b>", name))  # -> PY055 info
    format_html("<b>{}</b>", name)  # -> none
    Markup(f"<b>{name}</b>")  # -> PY055
    Markup("<b>{}</b>").format(name)  # -> PY055 info
