"""Says which messages Slack's own library does not accept: each line is a message as it was sent to Slack."""

import json
import sys

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

for number, line in enumerate(sys.stdin, 1):
    message = json.loads(line)
    blocks = Block.parse_all(message["blocks"])
    if len(blocks) != len(message["blocks"]):
        print(f"message {number}: a block is not known")
    if not 0 < len(message["text"]) < 4000:
        print(f"message {number}: its text has {len(message['text'])} characters")
    for block in blocks:
        try:
            block.validate_json()
        except SlackObjectFormationError as error:
            print(f"message {number}: {error}")
        # What the library does not know of a block it drops.
        if block.to_dict() != message["blocks"][blocks.index(block)]:
            print(f"message {number}: something of {block.to_dict()} is not known")
