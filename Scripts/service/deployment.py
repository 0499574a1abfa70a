"""The files of Deployment: systemd understands its unit, and a service behind nginx answers as it should.
What is not installed is not checked, and said."""

import argparse
import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests
import urllib3
from expecting import equal, true
from report import Report
from server import Server, free_port

urllib3.disable_warnings()  # the certificate is the check's own
parser = argparse.ArgumentParser()
parser.add_argument("--calque", required=True)
parser.add_argument("--model", required=True)
parser.add_argument("--source", required=True)
parser.add_argument("--target", required=True)
options = parser.parse_args()
deployment = Path(__file__).resolve().parent.parent.parent / "Deployment"
report = Report()


class FromElsewhere(requests.adapters.HTTPAdapter):
    """Asks from an address of this machine that is not the proxy's."""

    def init_poolmanager(self, *arguments, **named):
        super().init_poolmanager(*arguments, **named, source_address=("127.0.0.2", 0))


def has(program):
    if shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin"):
        return True
    print(f"deployment.py: {program} is not installed: not checked", flush=True)
    return False


def replaced(name, changes):
    text = (deployment / name).read_text()
    for old, new in changes.items():
        true(old in text, f"{name} has no {old}")
        text = text.replace(old, new)
    return text


@contextlib.contextmanager
def nginx(folder, port):
    """nginx in front of a service, as Deployment has it; the port at which it listens."""
    secure, plain = free_port(), free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    certificates = "/etc/letsencrypt/live/translate.example.org"
    server = replaced("nginx.conf", {
        "127.0.0.1:5000": f"127.0.0.1:{port}", "listen 443": f"listen {secure}", "listen [::]:443": f"listen [::]:{secure}",
        "listen 80": f"listen {plain}", "listen [::]:80": f"listen [::]:{plain}",
        f"{certificates}/fullchain.pem": f"{folder}/certificate.pem", f"{certificates}/privkey.pem": f"{folder}/key.pem",
    })  # fmt: skip
    paths = "".join(f"{name}_temp_path {folder};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {paths}\n{server}}}\n"
    )
    command = ["/usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf"]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True)
    equal((tested.returncode, "warn" in tested.stderr and tested.stderr), (0, False))
    process = subprocess.Popen(command)
    try:
        time.sleep(1)
        yield f"https://127.0.0.1:{secure}"
    finally:
        process.terminate()
        process.wait()


if has("systemd-analyze"):
    with report.row("systemd understands the unit"), tempfile.TemporaryDirectory() as folder:
        unit = Path(folder) / "calque.service"
        unit.write_text(replaced("calque.service", {"/usr/bin/calque": str(Path(options.calque).resolve())}))
        tested = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
        equal((tested.returncode, tested.stderr), (0, ""))

if has("nginx"):
    limits = ["--set=trusted-proxy=127.0.0.1", "--set=request-limit=3"]
    with (
        report.row("behind nginx: texts, documents, and limits by the client's own address"),
        tempfile.TemporaryDirectory() as folder,
        Server(options.calque, "--model", options.model, *limits) as server,
        nginx(Path(folder), server.port) as url,
    ):
        session = requests.Session()
        session.verify, session.trust_env = False, False
        session.headers["Host"] = "translate.example.org"
        session.mount("https://", FromElsewhere())
        languages = {"source": options.source, "target": options.target}
        answer = session.post(url + "/translate", {"q": "Hello.", **languages}, timeout=30)
        equal(answer.status_code, 200)
        answer = session.post(url + "/translate_file", languages, files={"file": ("a.txt", b"Hello.")}, timeout=30)
        address = answer.json()["translatedFileUrl"]
        true(address.startswith("https://translate.example.org/download_file/"), address)
        # Whoever says for whom he asks is not believed: nginx adds where he is.
        for place, status in enumerate([200, 429]):
            session.headers["X-Forwarded-For"] = f"192.0.2.{place}"
            equal(session.post(url + "/translate", {"q": "Hello.", **languages}, timeout=30).status_code, status)
        equal(session.get(url + "/metrics", timeout=30).status_code, 403)

sys.exit(report.end("deployment.py"))
