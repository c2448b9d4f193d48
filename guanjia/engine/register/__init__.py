"""Registers (台账): a real table and one declaration give list, page, form, history, import, export, labels and API.

The declaration is `guanjia.engine.register.declaration.Register`; registers/keys/register.py shows it in use.
"""
