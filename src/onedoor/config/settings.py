"""Every setting of the house. What an operator may change is read through ``environment``."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.functional import SimpleLazyObject

from onedoor.config import environment as env
from onedoor.config.providers import read_providers
from onedoor.kernel import clock
from onedoor.kernel.text import Text

ROOT = Path(__file__).resolve().parents[3]
HOME = env.folder(
    "ONEDOOR_HOME", ROOT / ".onedoor", about="Where keys, the demo's database and its clock are kept."
)
DEMO = env.flag("ONEDOOR_DEMO", False, about="Runs the demo city: its own date, its test bank, its logins.")
CATALOGUE = env.folder("ONEDOOR_CATALOGUE", ROOT / "catalogue", about="The folder of service files.")
JURISDICTION = env.text(
    "JURISDICTION", "harbour.example", about="The city's jurisdiction_id towards Open311 clients."
)
AGENCY_LINKS = env.words(
    "AGENCY_LINKS",
    "",
    about="Agencies and kinds of partner with a system of their own, such as HSG=https://hsg.example/onedoor.",
)
REGISTER_LINKS = env.words(
    "REGISTER_LINKS",
    "",
    about="Where pulled registers (registers.yaml) are reached, such as travel-cards=https://ss.example.",
)
REGISTER_TRY = env.text("REGISTER_TRY", "", about="Address of the demo city's register; empty: no simulator.")
XROAD_CLIENT = env.text(
    "XROAD_CLIENT",
    "HARBOUR/GOV/ONEDOOR/CRM",
    about="Our own X-Road name towards registers: INSTANCE/CLASS/MEMBER/SUBSYSTEM.",
)
SHOW_AGENCIES = env.flag(
    "SHOW_AGENCIES", True, about="Customers read which agency does what; without it, all is done by the city."
)
SERVE_FOLDER = env.flag(
    "ONEDOOR_SERVE_FOLDER",
    False,
    about="Serves what lies in the folder, published or not: for development and tests only.",
)
PUBLIC_URL = env.text(
    "PUBLIC_URL", "http://localhost:8000", about="The address that letters and QR codes lead to."
).rstrip("/")
JOURNAL_ORIGIN = env.text(
    "ONEDOOR_JOURNAL_ORIGIN",
    "",
    about="The record's name in its signed heads, for ever; empty: PUBLIC_URL without http, and /journal.",
) or (PUBLIC_URL.partition("://")[2] + "/journal")
JOURNAL_WITNESSES = env.words(
    "ONEDOOR_JOURNAL_WITNESSES", "", about="Public keys of witnesses whose cosignatures are taken and shown."
)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", about="Host names that are served.")
TRUSTED_PROXIES = env.networks(
    "TRUSTED_PROXIES",
    "",
    about="Addresses or networks of the servers in front, whose X-Forwarded-For says who calls.",
)
SECURE = env.flag("ONEDOOR_HTTPS", False, about="The house stands behind HTTPS: cookies and HSTS say so.")
KEYS = HOME / "keys"
SECRET_KEY = env.secret(
    "SECRET_KEY", kept_in=KEYS, about="Signs sessions and one-time links. At least 50 random characters."
)
MASTER_KEY = env.text(
    "ONEDOOR_MASTER_KEY", "", about="Unlocks the sealed identifiers. In production give this or its file."
)
MASTER_KEY_FILE = env.text("ONEDOOR_MASTER_KEY_FILE", "", about="File that holds ONEDOOR_MASTER_KEY.")
PAPER_SEAL_FILE = env.text(
    "PAPER_SEAL_FILE",
    "",
    about="PKCS #12 file of a provider's seal for letters; empty: our own.",
)
PAPER_SEAL_PASSPHRASE = env.secret(
    "PAPER_SEAL_PASSPHRASE", kept_in=None, needed=False, about="Opens PAPER_SEAL_FILE."
)
PAPER_TIMESTAMP_URL = env.text(
    "PAPER_TIMESTAMP_URL", "", about="A time-stamping authority (RFC 3161) for the seals on letters."
)
DEBUG = env.flag("DEBUG", False, about="Shows the inside of errors. Never with real people's data.")

DATABASES = {
    "default": {
        "ENGINE": "onedoor.kernel.postgres",
        **env.database("DATABASE_URL", about="PostgreSQL 15 or newer: postgresql://user:password@host/name"),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "onedoor", "prepare_threshold": 5},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [  # ours first: where a library translates the same words, the first wins
    "onedoor.config",
    "onedoor.journal",
    "onedoor.trust",
    "onedoor.people",
    "onedoor.contact",
    "onedoor.exchange",
    "onedoor.payments",
    "onedoor.cases",
    "onedoor.knowledge",
    "onedoor.services",
    "onedoor.feedback",
    "onedoor.dialogue",
    "onedoor.look",
    "onedoor.doors.portal",
    "onedoor.doors.desk",
    "onedoor.doors.partner",
    "onedoor.doors.api",
    "onedoor.doors.phone",
    "onedoor.doors.mail",
    "onedoor.doors.text",
    "onedoor.doors.post",
    "onedoor.doors.screen",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "onedoor.config.middleware.OneTransaction",
    "onedoor.config.middleware.SpokenLanguage",
    "onedoor.config.callers.KeyBearer",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "onedoor.config.middleware.ActingPerson",
    "onedoor.config.middleware.KeepableText",
    "onedoor.look.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "onedoor.config.urls"
WSGI_APPLICATION = "onedoor.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "onedoor.look.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "trust.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [  # NIST SP 800-63B: length and a blocklist, no composition rules
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "onedoor.trust.mfa.SealedMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Onedoor"
MFA_TOTP_TOLERANCE = 1
SIGN_IN_URLS = {"customer": "/sign-in/", "officer": "/desk/sign-in/", "partner": "/sign-in/"}
STEP_UP_URL = "/step-up/"
LOGIN_URL = "/sign-in/"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1 / 6  # hours: ten minutes, as login.gov
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "email"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "onedoor.look.views.locked_out"
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["password", "code", "email"]
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # sign-ins stand in the journal; who came from where is kept nowhere

SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = env.number(
    "SESSION_IDLE_SECONDS", 900, least=60, about="Seconds without a page after which a session ends."
)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024  # a partner's batch; forms check their own size
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
CONTENT_SECURITY_POLICY: dict[str, dict[str, list[Any]]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

PAYMENT_PROVIDER = env.text(
    "PAYMENT_PROVIDER", "harbour-pay", about="Where payers are sent: harbour-pay (a test) or govuk-pay."
)
GOVUK_PAY_URL = env.text(
    "GOVUK_PAY_URL", "https://publicapi.payments.service.gov.uk", about="The address of GOV.UK Pay's API."
)
GOVUK_PAY_KEY = env.secret(
    "GOVUK_PAY_KEY", kept_in=None, needed=False, about="API key of a service at GOV.UK Pay."
)
GOVUK_PAY_SIGNING_SECRET = env.secret(
    "GOVUK_PAY_SIGNING_SECRET",
    kept_in=None,
    needed=False,
    about="Signs GOV.UK Pay's messages to /pay/notices/govuk-pay/.",
)
CITY_NAME = env.text("CITY_NAME", "Government of Harbour City", about="Who pays, as orders to the bank say.")
CITY_ACCOUNT = env.text("CITY_ACCOUNT", "990000000001", about="The account that payments to customers leave.")
CITY_BANK = env.text("CITY_BANK", "HARBOURTEST", about="The bank's own name for itself in orders.")
CITY_CURRENCY = env.text("CITY_CURRENCY", "HCD", about="Currency of orders to the bank, three letters.")
PAYOUT_BANK = env.text(
    "PAYOUT_BANK",
    "test" if DEMO else "file",
    about="test: done at once; file: officers take orders to the bank.",
)
if PAYMENT_PROVIDER == "govuk-pay":  # the form that pays is answered by a redirect to its page
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append("https://*.payments.service.gov.uk")

IDENTITY_PROVIDERS = read_providers(
    env.text(
        "IDENTITY_PROVIDERS",
        "",
        about="File of outside OpenID providers to sign in with; empty: none.",
    )
)
# The form that leads to a provider is answered by a redirect to its page.
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].extend(
    provider.origin for provider in IDENTITY_PROVIDERS
)

CSRF_FAILURE_VIEW = "onedoor.look.views.expired_form"

LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [ROOT / "src" / "onedoor" / "kernel" / "locale"]  # the kernel is no app
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Singapore"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 86_400

EMAIL_HOST = env.text("EMAIL_HOST", "", about="SMTP server for messages; empty: e-mail stays in the log.")
EMAIL_PORT = env.number("EMAIL_PORT", 25, least=1, about="Port of the SMTP server.")
EMAIL_BACKEND = "django.core.mail.backends." + ("smtp" if EMAIL_HOST else "dummy") + ".EmailBackend"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "onedoor@harbour.example", about="The sender of messages.")
MAIL_IMAP = env.text(
    "MAIL_IMAP", "", about="host:port of the mailbox that customers write to; empty: none is heard."
)
MAIL_TLS = env.flag("MAIL_TLS", True, about="Speak TLS to that server; false only on one's own machine.")
MAIL_USER = env.text("MAIL_USER", "onedoor", about="Who signs in to that mailbox.")
MAIL_PASSWORD = env.secret("MAIL_PASSWORD", kept_in=None, needed=False, about="Its password.")
MAIL_ADDRESS = env.text(
    "MAIL_ADDRESS", DEFAULT_FROM_EMAIL, about="The mailbox's address; its server must take name+mark@ for it."
)
MAIL_DONE = env.text("MAIL_DONE", "Done", about="Folder for mails that were dealt with.")
MAIL_ASIDE = env.text("MAIL_ASIDE", "Set aside", about="Folder for mails that no program can read.")
MAIL_IDLE = env.flag("MAIL_IDLE", True, about="Wait for the server's word (IDLE) where it gives one.")
MAIL_SECONDS = env.number(
    "MAIL_SECONDS", 15, least=1, about="Seconds between looks at a server without IDLE."
)
MAIL_TRY = env.text(
    "MAIL_TRY", "", about="Ports SMTP:IMAP of the demo city's mail provider; empty: no simulator."
)
READING_ROOM_TRY = env.text(
    "READING_ROOM_TRY",
    "",
    about="Address of the demo city's reading room, which people sign in to; empty: none.",
)
SIGN_ON_INSIDE_HOSTS = env.words(
    "SIGN_ON_INSIDE_HOSTS",
    "127.0.0.1" if DEMO else "",
    about="Hosts of the house's own network that may be told of signing out (Back-Channel Logout).",
)
TEXT_GATEWAY = env.text(
    "TEXT_GATEWAY", "", about="Address of the gateway for text messages; empty: none leave."
)
TEXT_GATEWAY_KEY = env.text("TEXT_GATEWAY_KEY", "", about="Bearer key of that gateway.")
TEXT_NUMBER = env.text("TEXT_NUMBER", "1800", about="The number that customers write to and dial.")
TEXT_SMPP = env.text("TEXT_SMPP", "", about="host:port of the message centre (SMPP 3.4); empty: none.")
TEXT_SMPP_ID = env.text("TEXT_SMPP_ID", "onedoor", about="The system_id with which we bind there.")
TEXT_SMPP_PASSWORD = env.text("TEXT_SMPP_PASSWORD", "", about="Its password: at most 8 signs.")
TEXT_WEBHOOK_KEY = env.text(
    "TEXT_WEBHOOK_KEY", "", about="Key with which a gateway signs what it posts to us; empty: refused."
)
TEXT_TRY = env.text("TEXT_TRY", "", about="Address of the demo city's telephones; empty: no simulator.")

PHONE_WEBHOOK_TOKEN = env.secret(
    "PHONE_WEBHOOK_TOKEN",
    kept_in=KEYS if DEMO else None,
    needed=False,
    about="Signs the webhooks of a telephone carrier that speaks TwiML; empty: none is believed.",
)
PHONE_CARRIER_ACCOUNT = env.text(
    "PHONE_CARRIER_ACCOUNT", "", about="Account at that carrier, to fetch what callers said after the tone."
)
PHONE_CARRIER_HOST = env.text(
    "PHONE_CARRIER_HOST", "api.twilio.com", about="The only host that recordings are fetched from."
)
PHONE_PEOPLE = env.text(
    "PHONE_PEOPLE",
    "+6560000001" if DEMO else "",
    about="Where officers answer: a number or sip: address for a carrier, an endpoint such as PJSIP/desk for"
    " Asterisk. Empty: whoever asks for a person is called back.",
)
PHONE_DIAL = env.text(
    "PHONE_DIAL",
    "",
    about="How Asterisk rings a number outside, such as PJSIP/{number}@trunk. Empty: it rings no officer on"
    " duty.",
)
PHONE_FROM = env.text(
    "PHONE_FROM", "", about="The house's own number, which an officer on duty sees when she is rung."
)
DUTY_CALL_SECONDS = env.number(
    "DUTY_CALL_SECONDS",
    25,
    least=5,
    about="How long an officer on duty is rung before it counts as no answer.",
)
DUTY_CALL_TRIES = env.number(
    "DUTY_CALL_TRIES", 2, least=1, about="How often she is rung before the next on duty is."
)
PHONE_RECORDS = env.flag(
    "PHONE_RECORDS", False, about="Callers may speak an answer, which is kept sealed for 90 days."
)
PHONE_ARI = env.text(
    "PHONE_ARI",
    "",
    about="Asterisk's HTTP server, such as http://127.0.0.1:8088; empty: none is listened to.",
)
PHONE_ARI_USER = env.text("PHONE_ARI_USER", "onedoor", about="User of ari.conf.")
PHONE_ARI_PASSWORD = env.secret(
    "PHONE_ARI_PASSWORD", kept_in=None, needed=False, about="Password of that user."
)
PHONE_SPEAK = env.text(
    "PHONE_SPEAK",
    "",
    about="Program that reads a line from its input and writes it as speech to {file} in {voice}, such as"
    " espeak-ng --stdin -s 150 -v {voice} -w {file}. Asterisk has no voice of its own.",
)
PHONE_VOICES = env.words(
    "PHONE_VOICES", "en=en-gb,zh-hans=cmn", about="The voice of each language for that program."
)
PHONE_SOUNDS = env.folder(
    "PHONE_SOUNDS", HOME / "sounds", about="Where speech is written for the length of a call."
)
PHONE_SOUNDS_SEEN_AS = env.text(
    "PHONE_SOUNDS_SEEN_AS", "", about="That folder as Asterisk sees it, when it runs elsewhere."
)

CLAMAV = env.text(
    "CLAMAV", "", about="ClamAV daemon that files are shown to: host:port or a socket; empty: none."
)

POST_IN = env.text(
    "POST_IN",
    str(HOME / "post/in") if DEMO else "",
    about="Folder into which the scanner (scanner/) and the fax (fax/) put files; empty: none.",
)
POST_OUT = env.text(
    "POST_OUT",
    str(HOME / "post/out") if DEMO else "",
    about="Folder from which the print house takes batches and where it says what it did; empty: none.",
)
POST_WINDOW = env.text(
    "POST_WINDOW",
    "din-5008-b",
    about="Window of the envelopes: din-5008-b, din-5008-a, iso-right or uk-c5.",
)
POST_RETURN_ADDRESS = env.text(
    "POST_RETURN_ADDRESS",
    "Harbour City, Letter Room, 1 Harbour Square, 100001",
    about="The small line above the address: where undeliverable letters go.",
)
TESSDATA = env.text(
    "TESSDATA", "", about="Folder with Tesseract's languages; empty: where Debian and others put them."
)

PROCRASTINATE_ON_APP_READY = "onedoor.config.wiring.prepare_queue"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "onedoor": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # allauth, axes and procrastinate name people and arguments at INFO
        "axes": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}

if DEMO:
    clock.use_demo_clock(HOME / "clock")


def _demo_cast() -> list[tuple[str, str, Text]]:
    from onedoor.config.demo import cast, personas  # draw in the rooms, which need these settings first

    return [*cast.list_logins(), *personas.list_logins()]


DEMO_LOGINS = SimpleLazyObject(_demo_cast)
DEMO_PASSWORD = "harbour-city-2025"  # noqa: S105  # public by design: nobody in the demo is real
DEMO_TOTP_SECRET = "HARBOURCITYDEMO2HARBOURCITYDEMO2"  # noqa: S105  # public by design
