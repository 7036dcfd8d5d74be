#include "ui/shell_lines.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "ui/payload_text.h"

namespace lk::ui {

namespace {

constexpr qsizetype kLongestHex = 1'024;  // bytes; above that base64 is shorter
// Bytes that a system takes as one word of a command line; of cmd, with room for the others.
constexpr qsizetype kLongestWord = 100'000;
constexpr qsizetype kLongestOfCmd = 6'000;

QString s(const char* text) { return QString::fromUtf8(text); }

bool isPlainWord(const QString& text) {
  return !text.isEmpty() && std::ranges::all_of(text, [](QChar ch) {
    const char16_t c = ch.unicode();
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') ||
           s("_./:=@%+,-").contains(ch);
  });
}

QString wordOf(const QString& text) { return isPlainWord(text) ? text : shellQuoted(text); }

// Within double quotes, where cmd and PowerShell both take it as it is, and the program gets it so. PowerShell leaves
// out a word with nothing in it.
bool windowsTakes(const QString& text) {
  static const QString special = QString::fromUtf8("\"%$`\u201c\u201d\u201e");
  return !text.isEmpty() && !text.endsWith(QLatin1Char('\\')) && std::ranges::none_of(text, [](QChar ch) {
    return ch.category() == QChar::Other_Control || special.contains(ch);
  });
}

QString windowsWord(const QString& text) { return QLatin1Char('"') + text + QLatin1Char('"'); }

// What follows --redis, for a verb.
QStringList verbOptions(const RedisPlace& redis, Terminal terminal) {
  if (redis.url.isEmpty()) return {};
  const auto word = terminal == Terminal::Windows ? windowsWord : wordOf;
  QStringList words = {s("--redis"), word(redis.url)};
  const auto set = [&](const char* name, const QString& value) {
    words += {s("--set"), word(s(name) + QLatin1Char('=') + value)};
  };
  if (redis.prefix != QLatin1StringView("lk")) set("redis.prefix", redis.prefix);
  if (!redis.passwordFile.isEmpty()) set("redis.password-file", redis.passwordFile);
  if (!redis.caFile.isEmpty()) set("redis.ca-file", redis.caFile);
  return words;
}

// The URL in pieces, as redis-cli wants them.
struct RedisParts {
  bool tls = false;
  bool cluster = false;
  QString sentinelMaster;
  QString user;
  QString host;
  QString port;
};

bool readUrl(const QString& url, RedisParts& parts) {
  const qsizetype schemeEnd = url.indexOf(s("://"));
  if (schemeEnd < 0) return false;
  const QString scheme = url.left(schemeEnd);
  QString rest = url.mid(schemeEnd + 3);
  parts.tls = scheme.startsWith(s("rediss"));
  parts.cluster = scheme.endsWith(s("+cluster"));
  if (const qsizetype at = rest.lastIndexOf(QLatin1Char('@')); at >= 0) {
    parts.user = rest.left(at);
    rest = rest.mid(at + 1);
  }
  if (scheme.endsWith(s("+sentinel"))) parts.sentinelMaster = rest.section(QLatin1Char('/'), 1, 1);
  const QString first = rest.section(QLatin1Char('/'), 0, 0).section(QLatin1Char(','), 0, 0);
  const qsizetype colon = first.lastIndexOf(QLatin1Char(':'));
  const bool hasPort = colon > first.lastIndexOf(QLatin1Char(']'));
  parts.host = hasPort ? first.left(colon) : first;
  parts.host.remove(QLatin1Char('[')).remove(QLatin1Char(']'));
  parts.port = hasPort ? first.mid(colon + 1) : parts.sentinelMaster.isEmpty() ? s("6379") : s("26379");
  const bool isNumber =
      !parts.port.isEmpty() && std::ranges::all_of(parts.port, [](QChar ch) { return ch >= u'0' && ch <= u'9'; });
  return !parts.host.isEmpty() && isNumber;
}

// redis-cli with all that leads to a Redis, up to the command's own words.
QString client(const RedisParts& parts, const RedisPlace& redis) {
  QString line;
  if (!redis.passwordFile.isEmpty()) line += s("REDISCLI_AUTH=\"$(cat %1)\" ").arg(wordOf(redis.passwordFile));
  line += s("redis-cli");
  if (parts.tls) line += s(" --tls");
  if (parts.tls && !redis.caFile.isEmpty()) line += s(" --cacert ") + wordOf(redis.caFile);
  if (!parts.user.isEmpty()) line += s(" --user ") + wordOf(parts.user);
  if (parts.cluster) line += s(" -c");
  if (parts.sentinelMaster.isEmpty()) {
    return line + s(" -h %1 -p %2").arg(wordOf(parts.host), parts.port);
  }
  // Sentinel knows where the master is now.
  const QString ask = s("$(redis-cli -h ") + wordOf(parts.host) + s(" -p ") + parts.port +
                      s(" SENTINEL get-master-addr-by-name ") + wordOf(parts.sentinelMaster) + s(" | sed -n ");
  return line + s(" -h \"") + ask + s("1p)\" -p \"") + ask + s("2p)\"");
}

// How a line has its payload.
struct SentPayload {
  QStringList options;
  QString word;    // empty: it comes from a file
  QString before;  // the line's beginning, which makes that
};

SentPayload inPosix(const QByteArray& payload) {
  SentPayload sent;
  const PayloadText written = payloadToText(payload);
  const QString base64 = QString::fromLatin1(payload.toBase64());
  if (written.form != PayloadForm::Hex) {
    sent.word = shellQuoted(written.text);
  } else if (payload.size() <= kLongestHex) {
    sent = {{s("--hex")}, QString::fromLatin1(payload.toHex()), {}};
  } else {
    sent = {{s("--base64")}, base64, {}};
  }
  if (sent.word.toUtf8().size() <= kLongestWord) return sent;
  // The shell's own printf takes what no program's command line does.
  return {{s("--file"), s("-")}, {}, s("printf %s '%1' | base64 -d | ").replace(s("%1"), base64)};
}

SentPayload onWindows(const QByteArray& payload) {
  const PayloadText written = payloadToText(payload);
  const bool isText = written.form != PayloadForm::Hex;
  const QString base64 = QString::fromLatin1(payload.toBase64());
  if (base64.size() > kLongestOfCmd) {
    const QString file = s("\"$env:TEMP\\linekeeper-payload\"");
    const QString write = s("[IO.File]::WriteAllBytes(%1, [Convert]::FromBase64String(\"%2\")); ").arg(file, base64);
    return {{s("--file"), file}, {}, write};
  }
  if (payload.isEmpty()) return {{s("--hex")}, s("\" \""), {}};
  if (isText && windowsTakes(written.text)) return {{}, windowsWord(written.text), {}};
  if (isText || payload.size() > kLongestHex) return {{s("--base64")}, base64, {}};
  return {{s("--hex")}, QString::fromLatin1(payload.toHex()), {}};
}

}  // namespace

QString shellQuoted(const QString& text) {
  QString quoted = text;
  quoted.replace(QLatin1Char('\''), s("'\\''"));
  return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

QString sendLine(const node::CommandRequest& request, const RedisPlace& redis, Terminal terminal) {
  const SentPayload payload = terminal == Terminal::Windows ? onWindows(request.payload) : inPosix(request.payload);
  QStringList behind;
  if (request.ttlS > 0) behind += {s("--ttl"), QString::number(request.ttlS)};
  behind += {s("--timeout"), QString::number(request.timeoutS)};
  behind += verbOptions(redis, terminal);
  QStringList words = {request.device};
  if (!payload.word.isEmpty()) words.push_back(payload.word);
  const bool looksLikeOption = request.device.startsWith(QLatin1Char('-')) || request.payload.startsWith('-');
  QStringList line = {s("linekeeper"), s("send")};
  line += payload.options;
  line += looksLikeOption ? behind + QStringList{s("--")} + words : words + behind;
  return payload.before + line.join(QLatin1Char(' '));
}

QString publishLine(const node::CommandRequest& request, const RedisPlace& redis) {
  RedisParts parts;
  if (!readUrl(redis.url, parts)) return {};
  const PayloadText written = payloadToText(request.payload);
  const bool isText = written.form != PayloadForm::Hex;
  QJsonObject message;
  message.insert(s("id"), request.id);
  message.insert(s("device"), request.device);
  message.insert(s("payload"), isText ? written.text : QString::fromLatin1(request.payload.toBase64()));
  if (!isText) message.insert(s("encoding"), s("base64"));
  message.insert(s("ttl"), request.ttlS);
  message.insert(s("timeout"), request.timeoutS);
  const QString json = QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact));
  const QString channel = wordOf(redis.prefix + s(":cmd"));
  const QString word = shellQuoted(json);
  const QString base = client(parts, redis);
  if (word.toUtf8().size() <= kLongestWord) return s("%1 PUBLISH %2 ").arg(base, channel) + word;
  return s("printf %s ") + word + s(" | ") + base + s(" -x PUBLISH ") + channel;
}

}  // namespace lk::ui
