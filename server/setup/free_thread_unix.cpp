#include <thread>

#include "server/setup/free_thread.h"

namespace lk::setup {

void runInFreeThread(std::function<void()> work) { std::thread(std::move(work)).detach(); }

}  // namespace lk::setup
