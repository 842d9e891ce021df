# opencv: the three modules that the media room uses; opencv_dnn: that of the loaders. Debian ships OpenCV's own CMake package
# only with libopencv-dev, which pulls in every module and its tools, so they are found by hand.
find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATHS /usr/include/opencv4 REQUIRED)
add_library(opencv INTERFACE)
target_include_directories(opencv SYSTEM INTERFACE "${OPENCV_INCLUDE_DIR}")
foreach(module IN ITEMS imgcodecs imgproc core)
  find_library(OPENCV_${module}_LIBRARY opencv_${module} REQUIRED)
  target_link_libraries(opencv INTERFACE "${OPENCV_${module}_LIBRARY}")
endforeach()
find_library(OPENCV_dnn_LIBRARY opencv_dnn REQUIRED)
add_library(opencv_dnn INTERFACE)
target_link_libraries(opencv_dnn INTERFACE "${OPENCV_dnn_LIBRARY}" opencv)
