#!/bin/sh
# What clean_root_test.py does within the new root, where the package lies in /try: installs it as a
# user would, then works as a user who may do nothing else. What is drawn stands in /try/out.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install --yes /try/convlens.deb
for tool in cc gcc g++ clang cmake make ninja; do
  ! command -v "$tool" || exit 1
done
useradd --create-home student
mkdir /try/out
chown student /try/out
su student -c '
  set -eu
  cd /try/out
  convlens --version
  convlens figure feature-maps -o figure.png
  convlens screenshot -o lab.png
  convlens screenshot --workspace network --lang ko -o network.png
  convlens model /try/network.tflite > network.txt'

# A display is the user's own: none of it comes with the package.
apt-get install --yes --no-install-recommends xvfb
su student -c '
  Xvfb :1 -screen 0 1600x900x24 -nolisten tcp 2> /dev/null &
  sleep 2
  DISPLAY=:1 timeout --preserve-status 10 convlens --verbose 2> /try/out/window.txt
  echo $? >> /try/out/window.txt
  kill $!'
