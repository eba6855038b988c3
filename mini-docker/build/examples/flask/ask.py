"""Asks the application, once it is up: python3 ask.py NAME"""

import sys
import time
import urllib.error
import urllib.request

url = "http://127.0.0.1:5000/hello/" + sys.argv[1]
for attempt in range(200):
    try:
        sys.stdout.write(urllib.request.urlopen(url, timeout=5).read().decode())
        break
    except (ConnectionError, urllib.error.URLError):
        time.sleep(0.1)
else:
    sys.exit("nobody answers at " + url)
