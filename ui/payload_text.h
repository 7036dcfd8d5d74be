#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

#include "server/base/result.h"

namespace lk::ui {

// How a person writes the bytes of a command.
enum class PayloadForm { Text, Hex, Json };

// What is wrong with a text that somebody writes, and where: characters from its beginning.
struct TextFault {
  QString text;
  qsizetype at = 0;
  qsizetype length = 1;
};

struct PayloadRead {
  QByteArray bytes;
  std::optional<TextFault> fault;
};

// The bytes, or what is wrong with the text and where. Text goes as UTF-8; hex may have spaces, line breaks, colons
// and 0x; JSON is checked and goes as it was written, without the white space around it.
[[nodiscard]] PayloadRead readPayload(const QString& text, PayloadForm form);
[[nodiscard]] Result<QByteArray> payloadFromText(const QString& text, PayloadForm form);

// The bytes as a person would write them again, with the form that fits them.
struct PayloadText {
  PayloadForm form = PayloadForm::Text;
  QString text;
};
[[nodiscard]] PayloadText payloadToText(const QByteArray& bytes);

}  // namespace lk::ui
