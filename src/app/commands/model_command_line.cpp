#include "app/commands/model_command_line.h"

#include "app/options/cli_options.h"
#include "app/options/frame_options.h"
#include "app/options/preparation_options.h"

namespace convlens::app {

ModelCommandLine::ModelCommandLine(CLI::App& app) {
  CLI::App* model = add(app, "model", "print the layer table of a trained network");
  model->add_flag("--json", json_,
                  "as JSON: name, format, parameters, layers of index (null: none in Keras' "
                  "model.layers), name, type, output_shape (null: any extent), parameters");
  model_ = model;

  CLI::App* weights = add(app, "weights", "write a layer's kernel, print its statistics");
  weights
      ->add_option("--layer", layer_,
                   "name (base/conv, relu#2) or number, as in Keras' model.layers")
      ->required();
  add_file(weights, "-o,--output", output_, "the .npy to write")->required();
  weights_ = weights;

  CLI::App* activations =
      add(app, "activations", "write what every layer makes of an input, print the prediction");
  add_input(activations);
  activations->add_option("--index", index_, "which item of the input, from 0")
      ->check(CLI::Range(0, 1 << 30));
  add_frames(activations, frames_);
  activations->add_option("--layer", layers_, "name or number; repeat for more; all unless told")
      ->allow_extra_args(false);
  add_file(activations, "--labels-file", class_names_, "a text file of class names, one a line");
  add_file(activations, "-o,--output", output_, "the folder to write II_NAME.npy into")->required();
  activations_ = activations;

  CLI::App* evaluate = add(app, "evaluate", "accuracy and loss over many inputs");
  add_input(evaluate);
  add_file(evaluate, "--labels", labels_, "class numbers: an idx file, .npy or .npz of (N,)")
      ->required();
  evaluate->add_option("--threads", threads_, "as many as cores unless told")
      ->check(CLI::Range(1, 1024));
  evaluate_ = evaluate;
}

CLI::App* ModelCommandLine::add(CLI::App& app, const char* name, const char* help) {
  CLI::App* command = app.add_subcommand(name, help);
  add_file(command, "MODEL", file_, "a trained network; --help of convlens lists the formats")
      ->required();
  add_structure(command, structure_);
  return command;
}

void ModelCommandLine::add_input(CLI::App* command) {
  add_file(command, "--input", input_,
           "a picture, a video, an idx file, or .npy or .npz of (H,W), (H,W,C) or (N,H,W,C)")
      ->required();
  command->add_flag("--raw", raw_, "8- and 16-bit data as they are, not scaled to 0..1");
  add_preparation(command, preparation_);
}

std::optional<int> ModelCommandLine::run() {
  const NetworkInput input{input_, index_, raw_, preparation_, frames_};
  const NetworkFiles file{file_, structure_};
  if (model_->parsed()) return finish(describe_model(file, json_));
  if (weights_->parsed()) return finish(export_weights(file, layer_, output_));
  if (activations_->parsed()) {
    return finish(export_activations({file, input, layers_, output_, class_names_}));
  }
  if (evaluate_->parsed()) return finish(evaluate_model({file, input, labels_, threads_}));
  return std::nullopt;
}

}  // namespace convlens::app
