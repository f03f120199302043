"""Says which messages the reference library of Standard Webhooks does not believe.

Each line is {"secret", "now", "headers", "body"}.
"""

import json
import sys
from datetime import datetime, timezone
from unittest.mock import patch

import standardwebhooks.webhooks as webhooks

for number, line in enumerate(sys.stdin, 1):
    message = json.loads(line)

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.fromtimestamp(message["now"], timezone.utc)

    with patch.object(webhooks, "datetime", Clock):
        try:
            webhooks.Webhook(message["secret"]).verify(message["body"], message["headers"])
        except webhooks.WebhookVerificationError as error:
            print(f"message {number}: {error}")
