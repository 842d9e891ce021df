#include "engine/serve.h"

int main(int argc, char** argv) { return convlens::engine::serve(argc, argv); }
