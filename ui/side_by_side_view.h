#pragma once

#include <QPlainTextEdit>
#include <QWidget>

#include "server/setup/nginx_picture.h"

class QLabel;

namespace lk::ui {

class Theme;

// Two texts beside each other, line by line, the lines that differ marked by colour and by a sign before them.
class SideBySideView final : public QWidget {
  Q_OBJECT

 public:
  SideBySideView(const Theme& theme, const QString& nameBefore, const QString& nameAfter, QWidget* parent = nullptr);

  void show(const setup::NginxPicture::File& file);
  // One text alone, on the right; on the left stands why there is none.
  void showAlone(const QString& why, const QString& text);
  [[nodiscard]] QString textAfter() const { return m_textAfter; }
  void refreshLook();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void makeAlike();
  void scrollToFirst();
  [[nodiscard]] QPlainTextEdit* makeSide(const QString& name);
  void fill(QPlainTextEdit& side, const QStringList& lines, bool isBefore);
  void mark(QPlainTextEdit& side, bool isBefore);

  const Theme& m_theme;
  QPlainTextEdit* m_before;
  QPlainTextEdit* m_after;
  QString m_textAfter;
  int m_firstToSee = 0;  // the line
  std::vector<setup::SideBySide> m_lines;
};

}  // namespace lk::ui
