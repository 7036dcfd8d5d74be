"""A Debian with nothing in it but the essential and what a package depends on, in a folder."""

import hashlib
import os
import pathlib
import subprocess
import tempfile

# Documentation is not looked at here.
LEFT_OUT = [f"--dpkgopt=path-exclude=/usr/share/{what}/*" for what in ("doc", "man", "locale")]
ROOT = [] if os.geteuid() == 0 else ["sudo"]


def run(*words: str, **more) -> subprocess.CompletedProcess:
    done = subprocess.run(words, capture_output=True, text=True, **more)
    assert done.returncode == 0, f"{' '.join(words)}: exit code {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def release() -> str:
    lines = pathlib.Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    return next(line.split("=")[1].strip('"') for line in lines if line.startswith("VERSION_CODENAME="))


def sources() -> list[str]:
    """Where this machine has its Debian packages from, if that is in a file by itself."""
    path = pathlib.Path("/etc/apt/sources.list.d/debian.sources")
    return [str(path)] if path.exists() else []


def archive(packages: list[str]) -> pathlib.Path:
    """Of such a system, with these packages. Kept, and made anew when it would be another."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"), "linekeeper", "clean-debian")
    wanted = "\n".join([release(), *sorted(packages), *LEFT_OUT])
    path = cache / f"{release()}-{hashlib.sha256(wanted.encode()).hexdigest()[:16]}.tar"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            made = pathlib.Path(folder, "clean.tar")
            run(*ROOT, "mmdebstrap", "--quiet", "--variant=essential", "--mode=root", *LEFT_OUT,
                "--include=" + ",".join(packages), release(), str(made), *sources())
            made.rename(path)
    return path


class CleanDebian:
    """Commands in it run in namespaces of their own, so that nothing is mounted or running once they have ended."""

    def __init__(self, packages: list[str]):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="linekeeper-debian-"))
        run(*ROOT, "tar", "-C", str(self.root), "-xf", str(archive(packages)))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run([*ROOT, "rm", "-rf", "--one-file-system", str(self.root)], check=True)
        assert not self.root.exists()

    def words(self, *command: str) -> list[str]:
        inside = 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'
        return [*ROOT, "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive", "unshare", "--mount", "--pid", "--fork", "--kill-child", "--",
                "sh", "-c", inside, str(self.root), *command]

    def run(self, *command: str) -> str:
        return run(*self.words(*command)).stdout

    def put(self, *files: pathlib.Path):
        for file in files:
            run(*ROOT, "install", "-m", "644", str(file), str(self.root / "tmp"))

    def files(self) -> set[str]:
        """All there is, but for what dpkg and adduser write down for themselves."""
        own = ("./proc", "./tmp", "./var/lib/dpkg", "./var/log", "./var/cache", "./etc/passwd-", "./etc/group-",
               "./etc/shadow-", "./etc/gshadow-", "./etc/.pwd.lock", "./run/adduser")
        listed = run(*ROOT, "find", ".", "-xdev", cwd=self.root).stdout.splitlines()
        return {name for name in listed if not name.startswith(own)}

    def has(self, path: str) -> bool:
        return subprocess.run([*ROOT, "test", "-e", str(self.root / path.lstrip("/"))]).returncode == 0

