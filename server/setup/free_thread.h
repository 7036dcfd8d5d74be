#pragma once

#include <functional>

namespace lk::setup {

// Does that in a thread of its own, which nobody waits for or ends; what it uses has to be its own. Throws
// std::system_error where the system has no thread left, as std::thread does.
void runInFreeThread(std::function<void()> work);

}  // namespace lk::setup
