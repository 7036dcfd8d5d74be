#include <QJsonDocument>
#include <QJsonObject>
#include <cstdlib>

#include "server/base/vocabulary.h"
#include "server/wire/hello.h"

namespace {

QJsonObject objectOf(const std::string& json) {
  return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

// What may go into a log names the same device, and holds no token.
void checkWithoutToken(const std::string& logged, const lk::wire::Hello& hello) {
  const QJsonValue token = objectOf(logged).value(QLatin1StringView("token"));
  if (token.isUndefined() ? !hello.token.empty() : token != QJsonValue(QStringLiteral("***"))) std::abort();
  if (lk::wire::namedDevice(logged) != hello.device) std::abort();
}

void checkWelcome(const lk::wire::Hello& hello) {
  const QJsonObject welcome = objectOf(lk::wire::welcomePayload({7, hello.keepaliveS}, hello.device));
  if (welcome.value(QLatin1StringView("node")).toString().toStdString() != hello.device) std::abort();
  if (welcome.value(QLatin1StringView("keepalive")).toInteger() != hello.keepaliveS) std::abort();
}

}  // namespace

// What is let through keeps to the protocol; of what is not, no more than a device's name is known.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view payload(reinterpret_cast<const char*>(data), size);
  const auto hello = lk::wire::parseHello(payload);
  if (hello) {
    const bool keepalive = hello->keepaliveS == 0 || (hello->keepaliveS >= 5 && hello->keepaliveS <= 3600);
    if (!lk::isDeviceId(hello->device) || !keepalive || hello->meta.size() > 1024) std::abort();
    checkWithoutToken(lk::wire::withoutToken(payload), *hello);
    checkWelcome(*hello);
  } else if (hello.error().text.empty()) {
    std::abort();
  }
  const std::string named = lk::wire::namedDevice(payload);
  if (hello ? named != hello->device : !named.empty() && !lk::isDeviceId(named)) std::abort();
  (void)lk::wire::withoutToken(payload);
  return 0;
}
