# The course for a JupyterHub or a Binder, or for one reader at one machine:
#     docker build -t rnn-to-lstm . && docker run --rm -p 8888:8888 rnn-to-lstm
# The base is the Jupyter project's own image, by its digest: the same bytes whenever it is built.
FROM quay.io/jupyter/base-notebook:python-3.13@sha256:4ef9cfd552d265799bd9e959a87fb674da8cea738145ce49e7d286cb967ad1d7

COPY --chown=${NB_UID}:${NB_GID} requirements.lock /tmp/requirements.lock
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements.lock \
    && rm /tmp/requirements.lock \
    && fix-permissions "${CONDA_DIR}"

# A hub lays each learner's own volume over the home folder, so the course waits outside of it, and is copied there
# once, when the learner's server starts for the first time. What the learner writes is never overwritten.
COPY README.md LICENSE /opt/course/
COPY notebooks /opt/course/notebooks
COPY helpers /opt/course/helpers
COPY data /opt/course/data
COPY diagrams /opt/course/diagrams
COPY jupyter /opt/course/jupyter
COPY --chmod=755 binder/bring-course.sh /usr/local/bin/before-notebook.d/50-bring-course.sh

ENV JUPYTER_CONFIG_PATH=/opt/course/jupyter \
    JUPYTERHUB_DEFAULT_URL=/lab/tree/course/notebooks/00_start_here.ipynb
CMD ["start-notebook.py", "--LabApp.default_url=/lab/tree/course/notebooks/00_start_here.ipynb"]
