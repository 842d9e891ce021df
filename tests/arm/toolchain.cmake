# 64-bit ARM: Debian's cross compiler, and an emulator for what it makes. Of the processors that are
# emulated the plainest one: an instruction that not all have ends the test.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64 -L /usr/aarch64-linux-gnu -cpu cortex-a53)
