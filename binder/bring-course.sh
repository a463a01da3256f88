# Read by the image's start script: puts the course into the learner's home folder, unless there is one already.
if [ ! -e "${HOME}/course" ]; then
    cp -r "${COURSE_SOURCE:-/opt/course}" "${HOME}/.course-arriving" \
        && chmod -R u+w "${HOME}/.course-arriving" \
        && mv "${HOME}/.course-arriving" "${HOME}/course"
fi
