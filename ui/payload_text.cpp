#include "ui/payload_text.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QStringDecoder>
#include <algorithm>

namespace lk::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::ui", text); }

PayloadRead wrong(const QString& text, qsizetype at) { return {{}, TextFault{text, at, 1}}; }

bool isHexDigit(QChar ch) {
  const char16_t c = ch.toLower().unicode();
  return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
}

PayloadRead fromHex(const QString& text) {
  QByteArray digits;
  qsizetype last = 0;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const QChar ch = text[i];
    if (ch.isSpace() || ch == QLatin1Char(':') || ch == QLatin1Char(',')) continue;
    const bool isPrefix = ch == QLatin1Char('0') && i + 1 < text.size() && text[i + 1].toLower() == QLatin1Char('x');
    if (isPrefix && digits.size() % 2 == 0) {
      ++i;
      continue;
    }
    if (!isHexDigit(ch)) return wrong(tr("'%1' at place %2 is not a hex digit").arg(ch).arg(i + 1), i);
    digits.push_back(ch.toLatin1());
    last = i;
  }
  if (digits.size() % 2 != 0) return wrong(tr("half a byte is missing: write two hex digits for each byte"), last);
  return {QByteArray::fromHex(digits), {}};
}

PayloadRead fromJson(const QString& text) {
  const QByteArray bytes = text.trimmed().toUtf8();
  QJsonParseError error;
  QJsonDocument::fromJson(bytes, &error);
  if (error.error == QJsonParseError::NoError) return {bytes, {}};
  // The parser counts bytes, and stands behind what it could not read.
  const qsizetype offset = std::clamp<qsizetype>(error.offset, 0, bytes.size());
  const QString before = QString::fromUtf8(bytes.first(offset));
  const auto skipped = std::ranges::find_if(text, [](QChar ch) { return !ch.isSpace(); }) - text.begin();
  const qsizetype last = std::max<qsizetype>(text.size() - 1, 0);
  qsizetype at = std::clamp<qsizetype>(skipped + before.size() - 1, 0, last);
  while (at < last && text[at].isSpace()) ++at;
  const QString above = text.first(at);
  const qsizetype line = above.count(QLatin1Char('\n')) + 1;
  const qsizetype column = at - above.lastIndexOf(QLatin1Char('\n'));
  return wrong(tr("not JSON in line %1, column %2: %3").arg(line).arg(column).arg(error.errorString()), at);
}

bool isPlainText(const QString& text) {
  return std::ranges::all_of(text, [](QChar ch) { return ch.isPrint() || ch.isSpace() || ch.isSurrogate(); });
}

}  // namespace

PayloadRead readPayload(const QString& text, PayloadForm form) {
  switch (form) {
    case PayloadForm::Text: break;
    case PayloadForm::Hex: return fromHex(text);
    case PayloadForm::Json: return fromJson(text);
  }
  return {text.toUtf8(), {}};
}

Result<QByteArray> payloadFromText(const QString& text, PayloadForm form) {
  const PayloadRead read = readPayload(text, form);
  if (read.fault) return Error{Error::Code::Usage, read.fault->text.toStdString()};
  return read.bytes;
}

PayloadText payloadToText(const QByteArray& bytes) {
  QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
  const QString text = utf8.decode(bytes);
  // What does not come back as the same bytes is no text, whatever it looks like.
  if (utf8.hasError() || !isPlainText(text) || text.toUtf8() != bytes) {
    return {PayloadForm::Hex, QString::fromLatin1(bytes.toHex(' '))};
  }
  const bool looksLikeJson = text.startsWith(QLatin1Char('{')) || text.startsWith(QLatin1Char('['));
  const bool isJson = looksLikeJson && !QJsonDocument::fromJson(bytes).isNull() && text.trimmed() == text;
  return {isJson ? PayloadForm::Json : PayloadForm::Text, text};
}

}  // namespace lk::ui
