import xml.dom.minidom  # -> PY061 info
import xml.etree.ElementTree as ET  # -> PY060 info
import xml.sax  # -> PY061 info
import xmlrpc.client  # -> PY063 info
from xml.dom import pulldom  # -> PY061 info
from xml.etree.ElementTree import fromstring as parse_text  # -> PY060 info
from xmlrpc.server import SimpleXMLRPCServer  # -> PY063 info

import defusedxml.ElementTree as safe
from lxml import etree


def parses(text, file, parser):
    ET.fromstring(text)  # -> PY060
    ET.parse(file)  # -> PY060
    ET.iterparse(file)  # -> PY060
    ET.XMLParser()  # -> PY060
    parse_text(text)  # -> PY060
    ET.fromstring("<a/>")  # -> PY060 info
    ET.Element("a")  # -> none
    ET.tostring(parser)  # -> none
    safe.fromstring(text)  # -> none
    xml.sax.parse(file, parser)  # -> PY061
    xml.sax.make_parser()  # -> PY061
    xml.dom.minidom.parseString(text)  # -> PY061
    pulldom.parse(file)  # -> PY061
    etree.XMLParser(resolve_entities=True)  # -> PY062
    etree.XMLParser(no_network=False)  # -> PY062
    etree.XMLParser(load_dtd=True, huge_tree=True)  # -> PY062
    etree.XMLParser(resolve_entities=False)  # -> none
    etree.XMLParser()  # -> none
    xmlrpc.client.ServerProxy(text)  # -> PY063
    SimpleXMLRPCServer(("localhost", 8000))  # -> PY063
