"""Publishes the importer of every register."""

from guanjia.engine.imports.fields import publish
from guanjia.engine.register.declaration import registers
from guanjia.engine.register.importing import importer_for

for register in registers().values():
    publish(importer_for(register))
