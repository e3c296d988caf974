import xml.etree.ElementTree as ET  # -> none

import defusedxml

defusedxml.defuse_stdlib()


def parses(text):
    return ET.fromstring(text)  # -> none
