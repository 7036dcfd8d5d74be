#pragma once

#include <QString>

#include "server/setup/action_runner.h"
#include "server/setup/check.h"
#include "server/setup/nginx_change.h"
#include "ui/tone.h"

// The user's words for what checks and changes of the surroundings say.
namespace lk::ui::words {

// Its form in the user's language, with its values.
[[nodiscard]] QString said(const setup::Text& text);
[[nodiscard]] QString plain(std::string_view text);

[[nodiscard]] QString grade(setup::Grade grade);
[[nodiscard]] Tone gradeTone(setup::Grade grade);
// One of resources/icons.
[[nodiscard]] QString gradeIcon(setup::Grade grade);

[[nodiscard]] QString area(setup::Area area);
[[nodiscard]] QString areaHelp(setup::Area area);
[[nodiscard]] QString stepEnd(setup::NginxStep::End end);
[[nodiscard]] setup::Grade stepGrade(setup::NginxStep::End end);

// What became of an action, or of its undo, in one sentence.
[[nodiscard]] QString actionOutcome(const setup::ActionOutcome& outcome, bool undone);

// A role of the style sheet for labels.
[[nodiscard]] QString toneRole(Tone tone);

}  // namespace lk::ui::words
