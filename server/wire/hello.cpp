#include "server/wire/hello.h"

#include <QByteArrayView>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>

#include "server/base/vocabulary.h"

namespace lk::wire {

namespace {

constexpr qsizetype kMaxMeta = 1024;

Error wrong(std::string text) { return {Error::Code::Protocol, std::move(text)}; }

QByteArray rawView(std::string_view bytes) {
  return QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

// Of what Qt's parser has taken. It lets pass what no JSON text may hold: controls that are not escaped, and escapes
// that there are not.
bool hasOnlyGoodTexts(std::string_view json) {
  constexpr std::string_view kEscapes = "\"\\/bfnrtu";
  bool inText = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') {
      inText = !inText;
    } else if (inText && static_cast<unsigned char>(c) < 0x20) {
      return false;
    } else if (inText && c == '\\') {
      ++i;
      if (i == json.size() || kEscapes.find(json[i]) == std::string_view::npos) return false;
    }
  }
  return true;
}

Result<std::uint32_t> readKeepalive(const QJsonValue& value) {
  const double seconds = value.toDouble(-1);
  if (!value.isDouble() || seconds < 5 || seconds > 3600 || seconds != std::floor(seconds)) {
    return wrong("keepalive must be a whole number of seconds, 5 to 3600");
  }
  return static_cast<std::uint32_t>(seconds);
}

Result<std::string> readMeta(const QJsonValue& value) {
  if (!value.isObject()) return wrong("meta must be an object of strings");
  const QJsonObject meta = value.toObject();
  if (!std::all_of(meta.begin(), meta.end(), [](const auto& entry) { return entry.isString(); })) {
    return wrong("meta must be an object of strings");
  }
  const QByteArray json = QJsonDocument(meta).toJson(QJsonDocument::Compact);
  if (json.size() > kMaxMeta) return wrong("meta is larger than 1 KiB");
  return meta.isEmpty() ? std::string() : json.toStdString();
}

}  // namespace

Result<Hello> parseHello(std::string_view payload) {
  QJsonParseError parsing;
  const QJsonDocument document = QJsonDocument::fromJson(rawView(payload), &parsing);
  if (parsing.error != QJsonParseError::NoError) {
    return wrong("HELLO is not JSON: " + parsing.errorString().toStdString());
  }
  if (!hasOnlyGoodTexts(payload)) {
    return wrong("HELLO is not JSON: a text has an unknown escape, or a control character that is not escaped");
  }
  if (!document.isObject()) return wrong("HELLO must be a JSON object");

  const QJsonObject object = document.object();
  Hello hello;
  for (auto entry = object.begin(); entry != object.end(); ++entry) {
    const QJsonValue value = entry.value();
    const QString key = entry.key();
    if (key == QLatin1StringView("device")) {
      hello.device = value.toString().toStdString();
    } else if (key == QLatin1StringView("token")) {
      if (!value.isString()) return wrong("token must be a string");
      hello.token = value.toString().toStdString();
    } else if (key == QLatin1StringView("keepalive")) {
      const auto keepalive = readKeepalive(value);
      if (!keepalive) return keepalive.error();
      hello.keepaliveS = *keepalive;
    } else if (key == QLatin1StringView("meta")) {
      auto meta = readMeta(value);
      if (!meta) return meta.error();
      hello.meta = std::move(*meta);
    }
  }
  if (!isDeviceId(hello.device)) return wrong("device must be 1 to 64 of A-Z a-z 0-9 . _ : -");
  return hello;
}

std::string namedDevice(std::string_view payload) {
  const QJsonObject object = QJsonDocument::fromJson(rawView(payload)).object();
  std::string device = object.value(QLatin1StringView("device")).toString().toStdString();
  return isDeviceId(device) ? device : std::string();
}

std::string withoutToken(std::string_view payload) {
  const QJsonDocument document = QJsonDocument::fromJson(rawView(payload));
  if (!document.isObject()) return {};
  QJsonObject object = document.object();
  const auto token = object.find(QLatin1StringView("token"));
  if (token == object.end()) return std::string(payload);
  *token = QStringLiteral("***");
  return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

std::string welcomePayload(const Welcome& welcome, std::string_view node) {
  std::string json = R"({"session":")";
  json += std::to_string(welcome.session);
  json += R"(","node":")";
  json += node;
  json += R"(","keepalive":)";
  json += std::to_string(welcome.keepaliveS);
  json += '}';
  return json;
}

}  // namespace lk::wire
