#include <cstdlib>

#include "server/base/vocabulary.h"
#include "server/wire/hello.h"

// What is let through keeps to the protocol.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view payload(reinterpret_cast<const char*>(data), size);
  const auto hello = lk::wire::parseHello(payload);
  if (hello) {
    const bool keepalive = hello->keepaliveS == 0 || (hello->keepaliveS >= 5 && hello->keepaliveS <= 3600);
    if (!lk::isDeviceId(hello->device) || !keepalive || hello->meta.size() > 1024) std::abort();
  } else if (hello.error().text.empty()) {
    std::abort();
  }
  (void)lk::wire::withoutToken(payload);
  return 0;
}
