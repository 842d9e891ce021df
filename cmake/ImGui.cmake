# Dear ImGui (docking branch) and the Test Engine, from the unpacked source distribution.
#   imgui        the library that ships
#   imgui_tested the same with the Test Engine's hooks, for tests/ui only
set(imgui_bundle "${CONVLENS_THIRD_PARTY}/imgui_bundle/external")
set(imgui_dir "${imgui_bundle}/imgui/imgui")
set(imgui_test_engine_root "${imgui_bundle}/imgui_test_engine/imgui_test_engine")
if(NOT EXISTS "${imgui_dir}/imgui.h")
  message(FATAL_ERROR "Dear ImGui was not found in ${CONVLENS_THIRD_PARTY}: run tools/setup.sh.")
endif()

file(GLOB imgui_sources "${imgui_dir}/imgui*.cpp")
list(APPEND imgui_sources
  "${imgui_dir}/misc/freetype/imgui_freetype.cpp"
  "${imgui_dir}/backends/imgui_impl_glfw.cpp"
  "${imgui_dir}/backends/imgui_impl_opengl3.cpp")

function(convlens_imgui target)
  add_library(${target} STATIC ${imgui_sources} ${ARGN})
  target_include_directories(${target} SYSTEM PUBLIC
    "${imgui_dir}" "${imgui_dir}/backends" "${imgui_dir}/misc/freetype")
  target_compile_definitions(${target} PUBLIC
    IMGUI_ENABLE_FREETYPE IMGUI_DISABLE_OBSOLETE_FUNCTIONS
    IMGUI_USE_WCHAR32) # names may hold any character
  target_link_libraries(${target} PUBLIC PkgConfig::FREETYPE glfw ${CMAKE_DL_LIBS})
  # Optimised in every preset: a debug build of a toolkit makes every frame slow for no gain.
  target_compile_options(${target} PRIVATE -O2 -w)
  set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY "")
endfunction()

convlens_imgui(imgui)
# The demo window is shown by a benchmark alone, for comparison.
if(NOT CONVLENS_BENCHMARKS)
  target_compile_definitions(imgui PUBLIC IMGUI_DISABLE_DEMO_WINDOWS)
endif()

if(CONVLENS_TESTS)
  set(test_engine_dir "${imgui_test_engine_root}/imgui_test_engine")
  file(GLOB test_engine_sources "${test_engine_dir}/*.cpp")
  convlens_imgui(imgui_tested ${test_engine_sources})
  target_include_directories(imgui_tested SYSTEM PUBLIC "${test_engine_dir}")
  target_compile_definitions(imgui_tested PUBLIC
    IMGUI_ENABLE_TEST_ENGINE IMGUI_TEST_ENGINE_ENABLE_COROUTINE_STDTHREAD_IMPL=1)
  target_link_libraries(imgui_tested PUBLIC Threads::Threads)
endif()
