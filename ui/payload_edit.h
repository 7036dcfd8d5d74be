#pragma once

#include <QPlainTextEdit>
#include <optional>

#include "ui/payload_text.h"

namespace lk::ui {

class Theme;

// Where a payload is typed: what is wrong is underlined at its place.
class PayloadEdit final : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit PayloadEdit(const Theme& theme, QWidget* parent = nullptr);

  void markFault(const std::optional<TextFault>& fault);

 private:
  const Theme& m_theme;
};

}  // namespace lk::ui
