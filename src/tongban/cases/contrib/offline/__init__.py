from tongban.cases.contrib.offline.courier import OfflineCourier
from tongban.cases.contrib.offline.payment import OfflinePayment

__all__ = ["OfflineCourier", "OfflinePayment"]
