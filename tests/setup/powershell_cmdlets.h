#pragma once

#include <QString>
#include <QStringList>
#include <map>

namespace lk::test {

// Of each cmdlet that this program uses its parameters: with : those that take a value.
[[nodiscard]] const std::map<QString, QStringList>& powershellCmdlets();

// Whether a word with a dash is an operator that this program uses.
[[nodiscard]] bool isPowershellOperator(const QString& dash);

}  // namespace lk::test
