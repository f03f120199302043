//! What it means when an SMTP server does not take a mail: whether that is about the receiver's mailbox, the mail, or us.
//!
//! Called by the transport. Only what is about the mailbox may end mail to an address, so every doubt counts as something else.
//!
//! **Invariant:** of a server's words the codes alone are kept: the rest may repeat an address.

use std::fmt;

/// Enhanced codes (RFC 3463) by which a mailbox is not there, or takes nothing; their first digit says for how long.
const MAILBOX: [(u16, u16); 7] = [(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1), (2, 2)];
/// Enhanced codes about the sender's address, which the operator can mend.
const SENDER: [(u16, u16); 2] = [(1, 7), (1, 8)];
/// A mailbox without room, which may end.
const FULL: (u16, u16) = (2, 2);
/// The mail is too big.
const TOO_BIG: (u16, u16) = (3, 4);

/// The codes of a reply that takes no mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The three digits (RFC 5321, section 4.2.3).
    code: u16,
    /// Subject and detail of the enhanced code, if there is one.
    enhanced: Option<(u16, u16)>,
}

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The receiver's mailbox: for good when `hard`.
    Receiver {
        /// Whether it never will take mail.
        hard: bool,
    },
    /// The mail: it will never be taken.
    Mail,
    /// This server, its sender, or how much it sent: another time it may be taken.
    Us,
}

impl Refusal {
    /// The refusal of three digits and the words behind them.
    pub(super) fn new(code: u16, said: &str) -> Self {
        let enhanced = said.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(enhanced);
        Self { code, enhanced }
    }

    /// What it is about.
    pub(super) fn about(self) -> About {
        let is_permanent = self.code >= 500;
        // Replies to RCPT that are about a mailbox, where the enhanced code says nothing else.
        let may_be_mailbox = matches!(self.code, 450 | 452 | 550 | 551 | 552 | 553);
        match self.enhanced {
            Some(code) if may_be_mailbox && MAILBOX.contains(&code) => {
                About::Receiver { hard: is_permanent && self.code != 552 && code != FULL }
            }
            None if may_be_mailbox => About::Receiver { hard: is_permanent && self.code != 552 },
            Some(TOO_BIG) if is_permanent => About::Mail,
            // About the server's own state, the way there, or limits of what one sends.
            Some((3 | 4, _)) => About::Us,
            Some(code) if SENDER.contains(&code) => About::Us,
            // About signing in (RFC 4954, section 6).
            _ if !is_permanent || (530..540).contains(&self.code) => About::Us,
            _ => About::Mail,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the mail server answered {}", self.code)?;
        match self.enhanced {
            Some((subject, detail)) => write!(f, " {}.{subject}.{detail}", self.code / 100),
            None => Ok(()),
        }
    }
}

/// Subject and detail of an enhanced code such as `5.1.1`.
fn enhanced(word: &str) -> Option<(u16, u16)> {
    let parts: Vec<u16> = word.trim_matches('.').split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [2 | 4 | 5, subject, detail] => Some((subject, detail)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_a_mailbox_is_the_receivers() {
        let hard = About::Receiver { hard: true };
        let soft = About::Receiver { hard: false };
        for (code, said, about) in [
            (550, "5.1.1 no such mailbox", hard),
            (550, "5.1.10 RESOLVER.ADR.RecipientNotFound", hard),
            (550, "#5.1.1 no such mailbox.", hard),
            (550, "No such user at 203.0.113.7 here", hard),
            (553, "5.1.3 bad address", hard),
            (550, "5.2.1 the mailbox is disabled", hard),
            (552, "5.2.2 mailbox full", soft),
            (550, "5.2.2 mailbox full", soft),
            (552, "too much", soft),
            (452, "4.2.2 over quota", soft),
            (450, "4.2.1 is receiving mail too quickly", soft),
            (550, "5.4.5 Daily user sending limit exceeded.", About::Us),
            (550, "5.1.8 sender rejected", About::Us),
            (553, "5.1.7 the sender's address is malformed", About::Us),
            (452, "4.3.1 no space left", About::Us),
            (450, "4.2.0 greylisted", About::Us),
            (421, "4.7.0 try again later", About::Us),
            (535, "5.7.8 credentials invalid", About::Us),
            (550, "5.7.1 refused by policy", About::Mail),
            (552, "5.3.4 the message is too big", About::Mail),
            (554, "spam", About::Mail),
        ] {
            assert_eq!(Refusal::new(code, said).about(), about, "{code} {said}");
        }
    }

    #[test]
    fn of_what_a_server_says_only_codes_are_kept() {
        let refusal = Refusal::new(550, "5.1.1 <ada@example.org>: unknown at 203.0.113.7");
        assert_eq!(refusal.to_string(), "the mail server answered 550 5.1.1");
        assert_eq!(Refusal::new(554, "<ada@example.org> no").to_string(), "the mail server answered 554");
    }
}
