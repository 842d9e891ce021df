# A package for Debian 12 of what cmake --install lays down (tools/package.sh).
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME convlens)
set(CPACK_PACKAGE_CONTACT "The ConvLens authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "real-time lab for convolution")
set(CPACK_PACKAGE_DESCRIPTION
"The filters of a convolution are painted with the mouse, and the same frame
shows what they do to a photograph and to a trained network. Figures, maps and
the layers of networks of Keras, ONNX, TensorFlow and Caffe are to be had on
the command line, too, without a display.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
# The libraries that the programs name are found by dpkg-shlibdeps; GLFW asks for OpenGL's by itself.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${openvino_root}/libs")
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libgl1, fonts-inter, fonts-nanum, fonts-jetbrains-mono")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "dataset-fashion-mnist, xclip")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "fonts-noto-core, fonts-noto-color-emoji")
include(CPack)
