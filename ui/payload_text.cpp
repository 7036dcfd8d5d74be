#include "ui/payload_text.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QStringDecoder>
#include <algorithm>

namespace lk::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::ui", text); }

Error wrong(const QString& text) { return {Error::Code::Usage, text.toStdString()}; }

bool isHexDigit(QChar ch) {
  const char16_t c = ch.toLower().unicode();
  return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
}

Result<QByteArray> fromHex(const QString& text) {
  QByteArray digits;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const QChar ch = text[i];
    if (ch.isSpace() || ch == QLatin1Char(':') || ch == QLatin1Char(',')) continue;
    const bool isPrefix = ch == QLatin1Char('0') && i + 1 < text.size() && text[i + 1].toLower() == QLatin1Char('x');
    if (isPrefix && digits.size() % 2 == 0) {
      ++i;
      continue;
    }
    if (!isHexDigit(ch)) return wrong(tr("'%1' at place %2 is not a hex digit").arg(ch).arg(i + 1));
    digits.push_back(ch.toLatin1());
  }
  if (digits.size() % 2 != 0) return wrong(tr("half a byte is missing: write two hex digits for each byte"));
  return QByteArray::fromHex(digits);
}

Result<QByteArray> fromJson(const QString& text) {
  QByteArray bytes = text.trimmed().toUtf8();
  QJsonParseError error;
  QJsonDocument::fromJson(bytes, &error);
  if (error.error == QJsonParseError::NoError) return bytes;
  const auto line = std::count(bytes.begin(), bytes.begin() + std::min<qsizetype>(error.offset, bytes.size()), '\n');
  return wrong(tr("not JSON in line %1: %2").arg(line + 1).arg(error.errorString()));
}

bool isPlainText(const QString& text) {
  return std::ranges::all_of(text, [](QChar ch) { return ch.isPrint() || ch.isSpace() || ch.isSurrogate(); });
}

}  // namespace

Result<QByteArray> payloadFromText(const QString& text, PayloadForm form) {
  switch (form) {
    case PayloadForm::Text: return text.toUtf8();
    case PayloadForm::Hex: return fromHex(text);
    case PayloadForm::Json: return fromJson(text);
  }
  return text.toUtf8();
}

PayloadText payloadToText(const QByteArray& bytes) {
  QStringDecoder utf8(QStringDecoder::Utf8);
  const QString text = utf8.decode(bytes);
  if (utf8.hasError() || !isPlainText(text)) return {PayloadForm::Hex, QString::fromLatin1(bytes.toHex(' '))};
  const bool looksLikeJson = text.startsWith(QLatin1Char('{')) || text.startsWith(QLatin1Char('['));
  const bool isJson = looksLikeJson && !QJsonDocument::fromJson(bytes).isNull();
  return {isJson ? PayloadForm::Json : PayloadForm::Text, text};
}

QString sendLine(const QString& device, const QByteArray& payload, qint64 ttlS, qint64 timeoutS) {
  const PayloadText written = payloadToText(payload);
  QString line = QStringLiteral("linekeeper send ") + device;
  if (written.form == PayloadForm::Hex) {
    line += QStringLiteral(" --hex ") + QString::fromLatin1(payload.toHex());
  } else {
    QString quoted = written.text;
    quoted.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    line += QStringLiteral(" '%1'").arg(quoted);
  }
  if (ttlS > 0) line += QStringLiteral(" --ttl %1").arg(ttlS);
  return line + QStringLiteral(" --timeout %1").arg(timeoutS);
}

}  // namespace lk::ui
