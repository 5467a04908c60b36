"""Settings of the Superset that is measured: everybody sees the wall, nothing is cached, SQLite is allowed."""

import os

SECRET_KEY = "of a bench that listens on this machine only"
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['ROWS']}.superset.db?check_same_thread=false"
PREVENT_UNSAFE_DB_CONNECTIONS = False
PUBLIC_ROLE_LIKE = "Gamma"
TALISMAN_ENABLED = False
WTF_CSRF_ENABLED = False
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
