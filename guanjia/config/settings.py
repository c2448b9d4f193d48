"""Settings. What differs from place to place comes from the environment; see docs/operations.md."""

import os

from guanjia.config import discovery
from guanjia.config.database import connection_settings, data_dir
from guanjia.config.later import load_later
from guanjia.config.secrets import secret_key

load_later()

BASE_DIR = discovery.ROOT.parent
DATA_DIR = data_dir()
DEMO = os.environ.get("GUANJIA_DEMO") == "1"
HTTPS = os.environ.get("GUANJIA_HTTPS") == "1"
DEBUG = False

SECRET_KEY = secret_key(DATA_DIR)
SITE_URL = os.environ.get("GUANJIA_SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
ALLOWED_HOSTS = os.environ.get("GUANJIA_HOSTS", "*" if DEMO else "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
    *discovery.installed(),
    "guanjia.config",
]

MIDDLEWARE = [
    "guanjia.config.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "guanjia.engine.ui.compression.Compressed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "guanjia.directory.team.middleware.SignedIn",
    "guanjia.engine.access.middleware.RowScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "guanjia.engine.ui.middleware.Refusals",
]

ROOT_URLCONF = "guanjia.config.urls"
ASGI_APPLICATION = "guanjia.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["guanjia.engine.ui.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "guanjia.engine.ui.forms.Renderer"

DATABASES = {"default": connection_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "team.Staff"
AUTHENTICATION_BACKENDS = ["guanjia.directory.team.login.StaffBackend"]
CSRF_FAILURE_VIEW = "guanjia.engine.ui.views.stale_page"
LOGIN_URL = "team:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "team:login"
SESSION_ENGINE = "guanjia.directory.team.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "style-src": ["'self'"],
    "script-src": ["'self'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [discovery.ROOT / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["guanjia.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".data" / "static"
STATICFILES_DIRS = [("vendor", BASE_DIR / ".data" / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "guanjia.config.static.HashedFiles"},
}
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = "/files/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

SMTP = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {
        "host": os.environ.get("SMTP_HOST", "127.0.0.1"),
        "port": int(os.environ.get("SMTP_PORT", "25")),
        "username": os.environ.get("SMTP_USER", ""),
        "password": os.environ.get("SMTP_PASSWORD", ""),
        "use_tls": os.environ.get("SMTP_TLS") == "1",
        "timeout": 20,
    },
}
LOCAL_MAILBOX = {"BACKEND": "guanjia.channels.mail.local.LocalMailbox"}
MAILERS = {"default": LOCAL_MAILBOX if DEMO and "SMTP_HOST" not in os.environ else SMTP}
DEFAULT_FROM_EMAIL = os.environ.get("SMTP_FROM", "guanjia@localhost")

WALLETS_DIR = os.environ.get("WALLETS_DIR", str(DATA_DIR / "wallets"))

LOGGING_CONFIG = "guanjia.config.logs.configure"
LOGGING = {"version": 1}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
