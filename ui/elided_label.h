#pragma once

#include <QLabel>

namespace lk::ui {

// One line, as a device's id, that makes no window wider: where it does not fit, its middle is left out, and the tip
// has all of it. text() is always the whole.
class ElidedLabel final : public QLabel {
  Q_OBJECT

 public:
  explicit ElidedLabel(const char* role, QWidget* parent = nullptr);

  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  [[nodiscard]] bool fits() const;
};

}  // namespace lk::ui
