#pragma once

#include "tests/setup/recorded_system.h"

namespace lk::ui::test {

// A machine whose nginx leads devices to a node that is gone and not to the one that lives, n1 at TCP 7600.
void recordNginx(lk::test::RecordedSystem& system);
// A node n1 that takes whoever comes.
[[nodiscard]] setup::Talk nodeAnswers();
// From the second look at the processes on, new workers have taken over.
void recordNewWorkers(lk::test::RecordedSystem& system);
// From the second look at the processes on, nginx is gone.
void recordNginxGone(lk::test::RecordedSystem& system);

inline constexpr const char* kNginxConfig = "/etc/nginx/nginx.conf";

}  // namespace lk::ui::test
