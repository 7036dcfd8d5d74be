#include <QJsonDocument>
#include <cstdlib>

#include "ui/payload_template.h"
#include "ui/shell_lines.h"

using namespace lk::ui;

namespace {

void checkFault(const TextFault& fault, const QString& text) {
  const bool within = fault.at >= 0 && fault.length >= 0 && fault.at <= text.size();
  if (fault.text.isEmpty() || !within) std::abort();
}

// Whatever a word holds, a shell takes it as that word: outside quotes stand only plain ones.
void checkShell(const QString& line) {
  bool quoted = false;
  for (qsizetype i = 0; i < line.size(); ++i) {
    const QChar ch = line[i];
    if (ch == QLatin1Char('\'')) {
      quoted = !quoted;
    } else if (!quoted && ch == QLatin1Char('\\')) {
      if (++i >= line.size() || line[i] != QLatin1Char('\'')) std::abort();
    } else if (!quoted && QStringLiteral(";&|<>()$`\"*?[]#~!{}\n\r\t").contains(ch)) {
      std::abort();
    }
  }
  if (quoted) std::abort();
}

}  // namespace

// What somebody types as a payload, in every form: filled in or refused with a place, and whatever is sent can be
// written again. The first byte says how much of the rest is the value of a column.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 1) return 0;
  const QByteArray bytes(reinterpret_cast<const char*>(data) + 1, static_cast<qsizetype>(size) - 1);
  const qsizetype cut = std::min<qsizetype>(data[0], bytes.size());
  const QString text = QString::fromUtf8(bytes.sliced(cut));
  const CommandTarget target{QStringLiteral("pump-7"), {QString::fromUtf8(bytes.first(cut))}, 1};

  const auto literal = PayloadTemplate::parse(PayloadTemplate::escaped(text), {});
  if (literal.fault || literal.value.hasPlaceholders()) std::abort();
  if (literal.value.bytesFor({}, 0, PayloadForm::Text).bytes != text.toUtf8()) std::abort();

  const auto parsed = PayloadTemplate::parse(text, {QStringLiteral("a")});
  if (parsed.fault) {
    checkFault(*parsed.fault, text);
    return 0;
  }
  RedisPlace redis;
  redis.url = text;
  redis.prefix = redis.passwordFile = redis.caFile = target.values.front();
  lk::node::CommandRequest request;
  request.device = target.device;
  for (const PayloadForm form : {PayloadForm::Text, PayloadForm::Hex, PayloadForm::Json}) {
    const PayloadRead read = parsed.value.bytesFor(target, 41, form);
    if (read.fault) {
      checkFault(*read.fault, text);
      continue;
    }
    if (form == PayloadForm::Json && QJsonDocument::fromJson(read.bytes).isNull()) std::abort();
    const auto alone = payloadFromText(text, form);
    if (!alone && alone.error().text.empty()) std::abort();
    const PayloadText again = payloadToText(read.bytes);
    if (readPayload(again.text, again.form).bytes != read.bytes) std::abort();
    request.payload = read.bytes;
    checkShell(sendLine(request, redis));
    if (sendLine(request, redis, Terminal::Windows).isEmpty()) std::abort();
    (void)publishLine(request, redis);
  }
  return 0;
}
