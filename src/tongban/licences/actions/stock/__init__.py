"""What is done with licences that were there before this system (存量证照)."""

from tongban.licences.actions.stock.import_stock import StockReport, import_stock
from tongban.licences.actions.stock.link_holders import link_holders
from tongban.licences.actions.stock.make_sheet import make_sheet

__all__ = ["StockReport", "import_stock", "link_holders", "make_sheet"]
