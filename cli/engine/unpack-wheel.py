"""Unpacks the files of a wheel whose names match one of the patterns: WHEEL FOLDER PATTERN..."""
import fnmatch
import os
import shutil
import sys
import zipfile

wheel, folder, *patterns = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        if entry.is_dir() or not any(fnmatch.fnmatchcase(entry.filename, one) for one in patterns):
            continue
        target = os.path.join(folder, *entry.filename.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(entry) as source, open(target, "wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
        if "/bin/" in entry.filename:
            os.chmod(target, 0o755)
