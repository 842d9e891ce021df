#include "app/gui/gpu_maps.h"

#include "conv/thread_pool.h"

namespace convlens::app {

void PreferredEngine::follow(lab::Lab& lab) {
  lab::Computing& wanted = lab.view().computing;
  conv::ThreadPool::shared().limit(wanted.threads);
  std::optional<Error> fault = lab.take_engine_fault();
  const bool by_gpu = wanted.engine == lab::ConvEngine::kGpu;
  if (by_gpu && !gpu_ && !fault) {
    auto engine = gl::Conv2dCompute::create();
    if (engine) {
      lab.use_engine(&gpu_.emplace(*std::move(engine)));
      fault = lab.take_engine_fault();
    } else {
      fault = std::move(engine.error());
    }
  }
  if (fault) {
    wanted.engine = lab::ConvEngine::kProcessor;
    lab.report(phrase("{}; the maps are computed on the processor", *fault));
  }
  if (gpu_ && wanted.engine == lab::ConvEngine::kProcessor) {
    lab.use_engine(nullptr);
    gpu_.reset();
  }
}

}  // namespace convlens::app
