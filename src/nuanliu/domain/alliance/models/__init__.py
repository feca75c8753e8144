"""Tables of the alliance.

Shops, agreements and offers are few and rarely written. Whatever is written at the till carries its site in the primary
key, and the three counters that a redemption must not pass (budget, a person's month, stock) are narrow rows.
"""

from nuanliu.domain.alliance.models.allied import AlliedService
from nuanliu.domain.alliance.models.counters import PersonMonth, ShopMonth, Stock
from nuanliu.domain.alliance.models.funds import Fund, Reissue
from nuanliu.domain.alliance.models.joining import ShopApplication
from nuanliu.domain.alliance.models.offers import Offer, Picture
from nuanliu.domain.alliance.models.redeeming import Code, Noted, Redemption
from nuanliu.domain.alliance.models.settling import Statement
from nuanliu.domain.alliance.models.shelf import Good, Handover, StockMove
from nuanliu.domain.alliance.models.shops import Agreement, Shop

__all__ = (
    "Agreement",
    "AlliedService",
    "Code",
    "Fund",
    "Good",
    "Handover",
    "Noted",
    "Offer",
    "PersonMonth",
    "Picture",
    "Redemption",
    "Reissue",
    "Shop",
    "ShopApplication",
    "ShopMonth",
    "Statement",
    "Stock",
    "StockMove",
)
