#!/bin/sh
# Writes a picture of every page at scale 1 and 2, light and dark, in English and Chinese. Needs Xvfb and fonts-noto-cjk.
# usage: [SCALES='1.25 1.5'] take.sh BUILD-FOLDER PICTURE-FOLDER [LOOK…]     a look as dark-zh_CN
set -eu
build=${1:?build folder}
pictures=${2:?picture folder}
shift 2
cmake --build "$build" --target screenshots
for scale in ${SCALES:-1 2}; do
  QT_SCALE_FACTOR=$scale xvfb-run -a -s "-screen 0 2800x1800x24" "$build/tests/ui/screenshots/screenshots" "$pictures/$scale" "$@"
done
