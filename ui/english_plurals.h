#pragma once

#include <QTranslator>

namespace lk::ui {

// The source texts are English and write a plural as "device(s)": this makes it "device" or "devices" by the number,
// where no translation for another language stands before it.
class EnglishPlurals final : public QTranslator {
  Q_OBJECT

 public:
  using QTranslator::QTranslator;

  [[nodiscard]] QString translate(const char* context, const char* source, const char* disambiguation,
                                  int number) const override;
  [[nodiscard]] bool isEmpty() const override { return false; }
};

}  // namespace lk::ui
