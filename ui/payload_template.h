#pragma once

#include <QStringList>
#include <vector>

#include "ui/command_target.h"
#include "ui/payload_text.h"

namespace lk::ui {

// A payload as it is written for many devices: {device} stands for the device's id, {counter} or {counter:100} for the
// number of the command, counted from 1 or 100 ({counter:001} keeps three digits), {name} for the column `name` of the
// list. {{name} is {name} itself; any other { is a {, so JSON needs nothing special. Names are read without regard to
// case.
class PayloadTemplate {
 public:
  struct Parsed;

  // columns: names that the list has; `device` always works. A placeholder that there is no value for is a fault.
  [[nodiscard]] static Parsed parse(const QString& text, const QStringList& columns);
  // The text that parses to this very text, with no placeholder in it.
  [[nodiscard]] static QString escaped(const QString& text);

  [[nodiscard]] bool hasPlaceholders() const;
  // place: of the target among all, from 0. Within JSON's quotes a value is escaped, so that it stays within them. The
  // place of a fault is that in the template.
  [[nodiscard]] PayloadRead bytesFor(const CommandTarget& target, qsizetype place, PayloadForm form) const;

 private:
  enum class Kind { Text, Device, Counter, Column };
  struct Part {
    Kind kind = Kind::Text;
    QString text;               // Text
    qsizetype at = 0;           // in the template
    qsizetype length = 0;       // there
    qsizetype column = 0;       // Column
    qint64 first = 1;           // Counter
    int digits = 0;             // Counter: at least so many
    bool withinQuotes = false;  // of JSON
  };
  struct Written {
    qsizetype from;  // in what is made of the template
    qsizetype size;
    const Part* part;
  };

  void addText(const QString& text, qsizetype at);
  void markQuotes();
  [[nodiscard]] static QString valueOf(const Part& part, const CommandTarget& target, qsizetype place);
  [[nodiscard]] static TextFault placed(const TextFault& fault, const std::vector<Written>& written);

  std::vector<Part> m_parts;
};

struct PayloadTemplate::Parsed {
  PayloadTemplate value;
  std::optional<TextFault> fault;
};

}  // namespace lk::ui
