"""Doors. Cases, their steps, papers and files."""

from guanjia.testing.doors import BOTH, Door

DOORS = {
    "list": Door("cases.view"),
    "case": Door("cases.view", "case"),
    "preview": Door("cases.view", "case"),
    "step": Door("cases.view", "case", BOTH, more={"code": "accept"}),
    "message": Door("cases.view", "case", "POST"),
    "private": Door("phones.reveal", "case", "POST"),
    "paper": Door("cases.view", "case", BOTH, more={"number": "KF-BX-01"}),
    "act": Door("cases.view", "case", BOTH, more={"name": "cancellation"}),
    "attachment": Door("cases.view", "attachment"),
    "book": Door("overview.view", more={"procedure": "complaint", "number": "KF-TS-02"}),
}
