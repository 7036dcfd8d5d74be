#pragma once

#include <QByteArray>
#include <optional>

namespace lk {

// The bytes of a base64 text, padded or not; nothing for all else. A letter too many is no byte: Qt would leave it out.
[[nodiscard]] inline std::optional<QByteArray> bytesOfBase64(const QByteArray& text) {
  qsizetype letters = text.size();
  while (letters > 0 && text[letters - 1] == '=') --letters;
  if (letters % 4 == 1) return std::nullopt;
  auto read = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
  return read ? std::optional(std::move(read.decoded)) : std::nullopt;
}

}  // namespace lk
