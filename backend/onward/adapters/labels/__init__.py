"""Shipping labels, four by six inches: as a PDF for who prints at home, as ZPL for a thermal
printer."""

from onward.adapters.labels.label import Label, in_fours
from onward.adapters.labels.pdf import label_pdf
from onward.adapters.labels.zpl import label_zpl

__all__ = ["Label", "in_fours", "label_pdf", "label_zpl"]
