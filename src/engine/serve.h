#pragma once

namespace convlens::engine {

// Reads the network that the command line names and answers what the program that has started this
// one asks (loaders/engine/question.h), until it asks no more. The exit status for main().
int serve(int argc, char** argv);

}  // namespace convlens::engine
