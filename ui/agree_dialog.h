#pragma once

#include <QDialog>
#include <QStringList>

class QVBoxLayout;

namespace lk::ui {

class Theme;

// Says what is going to be done, whole, and does nothing before a person agrees (accepted()).
class AgreeDialog final : public QDialog {
  Q_OBJECT

 public:
  struct Section {
    QString title;
    QStringList lines;
    enum class Form : std::uint8_t { Steps, Notes, Code, Diff } form = Form::Notes;
  };
  struct Words {
    QString title;            // of the window
    QString heading;          // what it is about, in one line
    QList<Section> sections;  // empty ones are left out
    QString verb;             // of the button, with the count where there is one
    QString tip;
    bool dangerous = false;
  };

  AgreeDialog(const Theme& theme, const Words& words, QWidget* parent = nullptr);

 private:
  void addLines(const Section& section, QVBoxLayout& layout);
  void addCode(const Theme& theme, const Section& section, QVBoxLayout& layout);
};

}  // namespace lk::ui
