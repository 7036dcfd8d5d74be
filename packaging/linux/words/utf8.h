#pragma once

#include <QString>
#include <string_view>

namespace lk::packaging {

inline QString s(const char* text) { return QString::fromUtf8(text); }
inline QString s(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace lk::packaging
