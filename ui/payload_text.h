#pragma once

#include <QByteArray>
#include <QString>

#include "server/base/result.h"

namespace lk::ui {

// How a person writes the bytes of a command.
enum class PayloadForm { Text, Hex, Json };

// The bytes, or what is wrong with the text and where. Text goes as UTF-8; hex may have spaces, line breaks, colons
// and 0x; JSON is checked and goes as it was written, without the white space around it.
[[nodiscard]] Result<QByteArray> payloadFromText(const QString& text, PayloadForm form);

// The bytes as a person would write them again, with the form that fits them.
struct PayloadText {
  PayloadForm form = PayloadForm::Text;
  QString text;
};
[[nodiscard]] PayloadText payloadToText(const QByteArray& bytes);

// A line for a shell that sends the same again: linekeeper send …
[[nodiscard]] QString sendLine(const QString& device, const QByteArray& payload, qint64 ttlS, qint64 timeoutS);

}  // namespace lk::ui
